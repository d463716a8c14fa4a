/** A whole new page rather than a client-side step: somebody else may be signed in on it. */
export function loadPage(path: string): void {
  window.location.assign(path)
}
