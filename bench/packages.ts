/**
 * What the bench uses of its own packages, as types. They are installed by `npm run bench` alone, and the checkout has
 * to compile without them.
 */

export const load = async <T>(name: string): Promise<T> => {
  const module = (await import(name)) as { default?: T };
  return module.default ?? (module as T);
};

/** onnxruntime-node and onnxruntime-web: one interface. */
export interface OnnxRuntime {
  env: { wasm: { numThreads?: number } };
  InferenceSession: { create(model: Uint8Array, options: object): Promise<OnnxSession> };
  Tensor: new (type: string, data: BigInt64Array | Int32Array, dims: readonly number[]) => object;
}

export interface OnnxSession {
  run(feeds: Record<string, object>): Promise<Record<string, { data: Float32Array }>>;
}

export interface Protobuf {
  parse(
    schema: string,
    options: { keepCase: boolean },
  ): {
    root: {
      lookupType(name: string): {
        fromObject(o: object): object;
        encode(m: object): { finish(): Uint8Array };
      };
    };
  };
}

/** wabt: the WebAssembly Binary Toolkit. */
export type Wabt = () => Promise<{
  parseWat(
    name: string,
    text: string,
    features: { relaxed_simd: boolean },
  ): { toBinary(options: object): { buffer: Uint8Array } };
}>;

/** A node of mdast's tree. */
export interface MarkdownNode {
  type: string;
  depth?: number;
  value?: string;
  position: { start: { offset: number } };
  children?: MarkdownNode[];
}

/** mdast-util-from-markdown. */
export interface Mdast {
  fromMarkdown(
    text: string,
    options: { extensions: object[]; mdastExtensions: object[] },
  ): MarkdownNode & { children: MarkdownNode[] };
}

/** harper.js, and the module of its WebAssembly that it takes. */
export interface Harper {
  LocalLinter: new (options: {
    binary: object;
  }) => {
    setup(): Promise<void>;
    lint(text: string, options: { language: 'markdown' }): Promise<readonly object[]>;
  };
}
