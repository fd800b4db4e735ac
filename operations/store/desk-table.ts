/** The DynamoDB table of a desk: one for all that it keeps, whose stream tells what happened. */
export const deskTable = {
  hashKey: "pk",
  rangeKey: "sk",
  indexes: {
    /** What is due, spread over partitions: one takes a thousand writes a second only. */
    due: { hashKey: "due", rangeKey: "dueAt", keysOnly: true },
    lists: { hashKey: "list", rangeKey: "listOrder" },
    /** Holds an event until somebody has acted on it: most of the time it is empty. */
    unsettled: { hashKey: "unsettled", rangeKey: "happened", keysOnly: true },
    /** Holds an event until it stands in the audit log. */
    unaudited: { hashKey: "unaudited", rangeKey: "happened", keysOnly: true },
  },
  ttlAttribute: "expires",
} as const;

/** What the sort keys of events begin with. */
export const eventPrefix = "E#";
