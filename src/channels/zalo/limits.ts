/** Most UTF-16 units of one message; nothing can be pressed. */
export const limits = { text: 1900, buttons: 0 } as const;
