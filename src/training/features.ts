/** Rows of features for a linear model, dense or sparse behind one interface. */

/** A matrix X: [rows][features]. Its products with matrices that have a column a class are all that fitting asks of it. */
export interface Features {
  readonly rows: number;
  readonly features: number;
  /** Adds X weights to `scores`: weights [features][classes], scores [rows][classes]. */
  addScores(weights: Float64Array, scores: Float64Array, classes: number): void;
  /** Adds Xᵀ errors to `gradient`: errors [rows][classes], gradient [features][classes]. */
  addGradient(errors: Float64Array, gradient: Float64Array, classes: number): void;
}

/** The products of a matrix's rows with each other, which is all that L-BFGS asks of them (logistic.ts). */
export interface Gram {
  readonly rows: number;
  /** Writes X Xᵀ a to `products`, both [rows][classes]. */
  gram(a: Float64Array, products: Float64Array, classes: number): void;
}

/** Writes X Xᵀ a to `products`, both [rows][classes], by one product after the other. */
export function gram(features: Features, a: Float64Array, products: Float64Array, classes: number): void {
  const weights = new Float64Array(features.features * classes);
  features.addGradient(a, weights, classes);
  products.fill(0);
  features.addScores(weights, products, classes);
}

/** Rows of one length, such as sentence vectors. Every number counts, none is skipped. */
export class DenseFeatures implements Features {
  readonly rows: number;
  readonly features: number;
  readonly #values: readonly ArrayLike<number>[];

  /** @param features numbers a row; needed where there may be no row */
  constructor(values: readonly ArrayLike<number>[], features = values[0]?.length ?? 0) {
    this.rows = values.length;
    this.features = features;
    this.#values = values;
  }

  addScores(weights: Float64Array, scores: Float64Array, classes: number): void {
    for (let row = 0; row < this.rows; row++) {
      const x = this.#values[row];
      const to = row * classes;
      let j = 0;
      for (; j + 4 <= this.features; j += 4)
        addFour(scores, to, weights, following(j, classes), classes, [x[j], x[j + 1], x[j + 2], x[j + 3]]);
      for (; j < this.features; j++) addOne(scores, to, weights, j * classes, classes, x[j]);
    }
  }

  addGradient(errors: Float64Array, gradient: Float64Array, classes: number): void {
    const values = this.#values;
    let row = 0;
    for (; row + 4 <= this.rows; row += 4) {
      const [a, b, c, d] = [values[row], values[row + 1], values[row + 2], values[row + 3]];
      const starts = following(row, classes);
      for (let j = 0; j < this.features; j++)
        addFour(gradient, j * classes, errors, starts, classes, [a[j], b[j], c[j], d[j]]);
    }
    for (; row < this.rows; row++) {
      const x = values[row];
      for (let j = 0; j < this.features; j++)
        addOne(gradient, j * classes, errors, row * classes, classes, x[j]);
    }
  }
}

/** What is not zero in a row: `values[i]` stands at `indices[i]`. */
export interface SparseRow {
  indices: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Rows that are nearly all zero, such as counts of hashed n-grams. */
export class SparseFeatures implements Features {
  readonly rows: number;
  readonly features: number;
  readonly #values: readonly SparseRow[];
  #columns: ReadonlyMap<number, SparseRow> | undefined;

  /** @param features numbers that a row would have written out; every index is below */
  constructor(values: readonly SparseRow[], features: number) {
    this.rows = values.length;
    this.features = features;
    this.#values = values;
  }

  addScores(weights: Float64Array, scores: Float64Array, classes: number): void {
    this.#values.forEach(({ indices, values }, row) => {
      addRows(scores, row * classes, weights, classes, indices, values);
    });
  }

  addGradient(errors: Float64Array, gradient: Float64Array, classes: number): void {
    this.#columns ??= transposed(this.#values);
    for (const [column, { indices, values }] of this.#columns)
      addRows(gradient, column * classes, errors, classes, indices, values);
  }
}

/** By the columns that are not empty, the rows that have them. */
function transposed(rows: readonly SparseRow[]): Map<number, { indices: number[]; values: number[] }> {
  const columns = new Map<number, { indices: number[]; values: number[] }>();
  rows.forEach(({ indices, values }, row) => {
    for (let i = 0; i < indices.length; i++) {
      const column = columns.get(indices[i]) ?? { indices: [], values: [] };
      if (column.indices.length === 0) columns.set(indices[i], column);
      column.indices.push(row);
      column.values.push(values[i]);
    }
  });
  return columns;
}

/** The columns of some features side by side; they have the same rows. */
export class JoinedFeatures implements Features {
  readonly rows: number;
  readonly features: number;
  readonly #parts: readonly Features[];

  constructor(parts: readonly Features[]) {
    this.rows = parts[0].rows;
    this.features = parts.reduce((sum, part) => sum + part.features, 0);
    this.#parts = parts;
  }

  addScores(weights: Float64Array, scores: Float64Array, classes: number): void {
    this.#each(classes, weights, (part, own) => part.addScores(own, scores, classes));
  }

  addGradient(errors: Float64Array, gradient: Float64Array, classes: number): void {
    this.#each(classes, gradient, (part, own) => part.addGradient(errors, own, classes));
  }

  /** @param weights [features][classes], of which each part has its own */
  #each(classes: number, weights: Float64Array, visit: (part: Features, own: Float64Array) => void): void {
    let at = 0;
    for (const part of this.#parts) {
      const end = at + part.features * classes;
      visit(part, weights.subarray(at, end));
      at = end;
    }
  }
}

/** to[at..] += the sum of `values[i]` times row `indices[i]` of `from`, which has `width` numbers a row. */
function addRows(
  to: Float64Array,
  at: number,
  from: Float64Array,
  width: number,
  indices: ArrayLike<number>,
  values: ArrayLike<number>,
): void {
  let i = 0;
  for (; i + 4 <= indices.length; i += 4)
    addFour(
      to,
      at,
      from,
      [indices[i] * width, indices[i + 1] * width, indices[i + 2] * width, indices[i + 3] * width],
      width,
      [values[i], values[i + 1], values[i + 2], values[i + 3]],
    );
  for (; i < indices.length; i++) addOne(to, at, from, indices[i] * width, width, values[i]);
}

/** to[at..] += x from[start..], `width` numbers. */
function addOne(
  to: Float64Array,
  at: number,
  from: Float64Array,
  start: number,
  width: number,
  x: number,
): void {
  for (let k = 0; k < width; k++) to[at + k] += x * from[start + k];
}

/** Where four rows start that follow each other. */
const following = (row: number, width: number): Four => [
  row * width,
  (row + 1) * width,
  (row + 2) * width,
  (row + 3) * width,
];

type Four = readonly [number, number, number, number];

/** The same for four rows of `from`, by where each starts: `to` is fetched and stored once for all of them. */
function addFour(
  to: Float64Array,
  at: number,
  from: Float64Array,
  [first, second, third, fourth]: Four,
  width: number,
  [a, b, c, d]: Four,
): void {
  for (let k = 0; k < width; k++) {
    to[at + k] += a * from[first + k] + b * from[second + k] + c * from[third + k] + d * from[fourth + k];
  }
}
