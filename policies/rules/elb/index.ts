import type { Rule } from "../../core/rule";
import { listenerHttpRedirected } from "./listener-http-redirected";
import { loadBalancerDeletionProtected } from "./load-balancer-deletion-protected";
import { loadBalancerInvalidHeadersDropped } from "./load-balancer-invalid-headers-dropped";
import { loadBalancerLogsEnabled } from "./load-balancer-logs-enabled";

export const elb: readonly Rule[] = [
  listenerHttpRedirected,
  loadBalancerInvalidHeadersDropped,
  loadBalancerLogsEnabled,
  loadBalancerDeletionProtected,
];
