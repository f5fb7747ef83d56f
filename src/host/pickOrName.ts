import * as vscode from 'vscode';

interface Choice extends vscode.QuickPickItem {
  value: string;
}

/** A quick pick over what there is, in which a typed name that is new may be taken too. Undefined: cancelled. */
export function pickOrName(
  title: string,
  placeholder: string,
  known: readonly { name: string; title?: string; description?: string }[],
  newName: ((name: string) => string) | undefined,
): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  const items: Choice[] = known.map(({ name, title: label, description }) => ({
    label: label ?? name,
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
      const chosen = pick.selectedItems[0]?.value ?? typed;
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
