/** A text as a query writes it: in single quotes, with backslashes before quotes and backslashes. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
