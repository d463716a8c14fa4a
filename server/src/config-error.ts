/** What the environment says cannot be: one sentence, for whoever set it. */
export class ConfigError extends Error {}
