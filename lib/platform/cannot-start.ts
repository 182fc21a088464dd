/** A reason for people, in one line. The process says it and ends with 1. */
export class CannotStart extends Error {}
