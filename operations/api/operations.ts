import type { Operation } from "./operation";
import { readingOperations } from "./reading-operations";
import { ticketOperations } from "./ticket-operations";

/** All that the API can do. */
export const operations: readonly Operation[] = [...ticketOperations, ...readingOperations];
