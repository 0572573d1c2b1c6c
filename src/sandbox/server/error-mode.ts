// Which of the two forms of errors that ION's documents describe is served.

/** `http-200` as the guides say [docs error-codes]; `http-status` as a production client has met it [TS]. */
export type ErrorMode = 'http-200' | 'http-status';
