/** A service's name as the search languages of logs and traces take it. */
export const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));
