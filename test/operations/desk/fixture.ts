import type { Settings } from "../../../operations/settings/settings";
import { policy } from "../tickets/fixture";

const serviceLevel = { acknowledgeMinutes: 60, resolveMinutes: 24 * 60 };
const person = (name: string) => ({
  ...{ name, email: `${name}@example.com`, role: "analyst" as const, department: "security" },
  addresses: [{ connector: "chat", to: name }],
});

/** Settings with two people, one of them on call, and one connector. */
export const settings: Settings = {
  people: { ana: person("ana"), senior: person("senior") },
  departments: {
    security: { policy: "security", addresses: [{ connector: "chat", to: "security" }] },
    management: { policy: "security", addresses: [{ connector: "chat", to: "management" }] },
  },
  rotas: {
    security: {
      ...{ name: "security", timezone: "UTC" },
      layers: [{ people: ["ana"], start: "2026-01-05", handover: "09:00", days: 7 }],
    },
  },
  policies: { security: { ...policy, catchAll: "channel:chat" } },
  routing: [],
  otherwise: { category: "other", department: "security" },
  serviceLevels: { critical: serviceLevel, high: serviceLevel, medium: serviceLevel, low: serviceLevel },
  reopenHours: 72,
  webhooks: {},
  connectors: { chat: { type: "slack" } },
  containment: { protected: [], perHour: 5, production: [], reviewHours: 24 },
};
