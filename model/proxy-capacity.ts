/**
 * How many clients the stack's proxy serves at once with certainty: its configuration is made for as many, and the alert
 * on too many counts against the same number.
 */
export const PROXY_CLIENTS = 512;
