import { accessReviewOperations } from "./access-review-operations";
import { containmentOperations } from "./containment-operations";
import { findingOperations } from "./finding-operations";
import type { Operation } from "./operation";
import { readingOperations } from "./reading-operations";
import { temporaryAccessOperations } from "./temporary-access-operations";
import { ticketOperations } from "./ticket-operations";
import { webhookOperations } from "./webhook";

/** All that the API can do. */
export const operations: readonly Operation[] = [
  ...findingOperations,
  ...webhookOperations,
  ...ticketOperations,
  ...containmentOperations,
  ...accessReviewOperations,
  ...temporaryAccessOperations,
  ...readingOperations,
];
