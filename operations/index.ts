export { AccessReview, type AccessReviewArgs } from "./access-review/component";
export { Connectors, type ConnectorsArgs } from "./connectors/component";
export { Containment, type ContainmentArgs } from "./containment/component";
export { Escalation, type EscalationArgs } from "./escalation/component";
export { TicketDesk, type TicketDeskArgs } from "./tickets/component";
