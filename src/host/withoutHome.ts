/** A text with `~` for the home folder: in paths as they are, as URLs write them and as JSON does. */
export function withoutHome(text: string, home: string): string {
  const slashed = home.replaceAll('\\', '/');
  const forms = [home, slashed, encodeURI(slashed), home.replaceAll('\\', '\\\\')];
  const patterns = [...new Set(forms)].map(form => form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  // Windows does not mind the case. A home of one character, `/`, is nobody's.
  return home.length < 2 ? text : text.replace(new RegExp(patterns.join('|'), 'gi'), '~');
}
