/** Its message is one line for people. */
export class CannotStart extends Error {}
