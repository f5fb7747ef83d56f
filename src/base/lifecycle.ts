/** What owns a resource and gives it back. The shape of `vscode.Disposable`, without importing it. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables; disposes them once, last first. Adding to a disposed store disposes at once. */
export class DisposableStore implements Disposable {
  #items: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
