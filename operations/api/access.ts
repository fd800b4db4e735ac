import type { Decider } from "../core/decider";

/** Who tried to get in and could not: kept for those who look into it. Never holds what was shown. */
export type AccessCommand =
  | { readonly type: "refuse-sign-in"; readonly way: "token" | "oidc"; readonly from: string; readonly reason: string }
  | { readonly type: "refuse-signature"; readonly webhook: string; readonly from: string; readonly reason: string }
  | { readonly type: "sign-in"; readonly way: "token" | "oidc" | "link"; readonly from: string };

export type AccessEvent =
  | { readonly type: "SignInRefused"; readonly way: string; readonly from: string; readonly reason: string }
  | { readonly type: "SignatureRefused"; readonly webhook: string; readonly from: string; readonly reason: string }
  | { readonly type: "SignedIn"; readonly way: string; readonly from: string };

export interface Access {
  readonly refused: number;
  readonly signedIn: number;
}

/** One stream a day, such as `access/2026-11-24`. */
export const access: Decider<Access, AccessCommand, AccessEvent> = {
  kind: "access",
  decide(_state, command) {
    const { type: _type, ...details } = command;
    switch (command.type) {
      case "refuse-sign-in":
        return [{ type: "SignInRefused", ...(details as Omit<typeof command, "type">) }];
      case "refuse-signature":
        return [{ type: "SignatureRefused", ...(details as Omit<typeof command, "type">) }];
      case "sign-in":
        return [{ type: "SignedIn", ...(details as Omit<typeof command, "type">) }];
    }
  },
  evolve(state = { refused: 0, signedIn: 0 }, { event }) {
    return event.type === "SignedIn"
      ? { ...state, signedIn: state.signedIn + 1 }
      : { ...state, refused: state.refused + 1 };
  },
  find: () => ({}),
};
