import * as vscode from 'vscode';

interface Choice extends vscode.QuickPickItem {
  value: string | null;
}

/** What can be picked; `name` is what that gives, null where it is no name. */
export interface Known {
  name: string | null;
  title?: string;
  description?: string;
}

/** A quick pick over what there is, in which a typed name that is new may be taken too. Undefined: cancelled. */
export function pickOrName(
  title: string,
  placeholder: string,
  known: readonly Known[],
  newName: ((name: string) => string) | undefined,
): Promise<string | null | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  const items: Choice[] = known.map(({ name, title: label, description }) => ({
    label: label ?? name ?? '',
    description,
    value: name,
  }));
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.items = items;
  pick.onDidChangeValue(typed => {
    const name = typed.trim();
    const taken = known.some(item => item.name === name || item.title === name);
    const offer = newName !== undefined && name !== '' && !taken;
    pick.items = offer
      ? [...items, { label: `$(add) ${newName(name)}`, alwaysShow: true, value: name }]
      : items;
  });
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      // Whoever types and hits Enter at once is faster than the item that offers the new name.
      const typed = newName === undefined ? '' : pick.value.trim();
      const [item] = pick.selectedItems;
      const chosen = item === undefined ? typed : item.value;
      if (chosen === '') return;
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
