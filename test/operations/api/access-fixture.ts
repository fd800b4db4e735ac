import { collect } from "../../../operations/access-review/collect";
import { addAccessReviews } from "../../../operations/access-review/kinds";
import { addTemporaryAccess, reachOf } from "../../../operations/access/kind";
import { ask, type Send } from "../../../operations/containment/calls";
import { emptyAccount } from "../access-review/organisation";
import { Scene, settings } from "./fixture";

const limits = { maxMinutes: 60, approvers: ["sam", "ana"] };

/** Vic, who may only look elsewhere, is the manager of Pat, and Sue answers for what is nobody's. */
export const accessSettings: typeof settings = {
  ...settings,
  people: {
    ...settings.people,
    pat: { ...settings.people["pat"]!, manager: "vic" },
    sue: { ...settings.people["sue"]!, manager: "ada" },
  },
  accessReview: { owner: "sue", exempt: [], days: 14 },
  temporaryAccess: {
    groups: { admins: { source: "iam", group: "administrators", ...limits } },
  },
};

/** A desk that reviews and gives access in an account of moto: Pat, who has a password, and robot are administrators there. */
export class AccessScene extends Scene {
  readonly calls: string[] = [];
  refused: string | undefined;

  /** @param maySee whether the API asks AWS itself who has what; a deployed one doesn't */
  constructor(
    readonly account: Send | undefined,
    maySee = true,
  ) {
    const via: { send?: Send } = {};
    const collected = () => (via.send ? collect(via.send) : Promise.reject(new Error("expected a scene that is set")));
    super({ cloudAccess: account && (maySee ? { collect: collected } : {}) }, accessSettings);
    via.send = this.sent;
    addAccessReviews(this.desk, {
      sendTo: () => Promise.resolve(this.sent),
      protection: { protected: [], self: [] },
    });
    addTemporaryAccess(
      this.desk,
      reachOf(this.desk, () => Promise.resolve(this.sent)),
    );
  }

  readonly sent: Send = (call) => {
    if (call.command === this.refused || !this.account) {
      return Promise.reject(Object.assign(new Error("not authorized"), { name: "AccessDenied" }));
    }
    this.calls.push(call.command);
    return this.account(call);
  };

  static async start(maySee = true): Promise<AccessScene> {
    const send = await emptyAccount();
    await ask(send, "iam", "CreateGroup", { GroupName: "administrators" });
    for (const UserName of ["pat@example.com", "robot", "vic@example.com"])
      await ask(send, "iam", "CreateUser", { UserName });
    await ask(send, "iam", "CreateLoginProfile", { UserName: "pat@example.com", Password: "Correct-horse-42" });
    await ask(send, "iam", "AddUserToGroup", { UserName: "pat@example.com", GroupName: "administrators" });
    await ask(send, "iam", "AddUserToGroup", { UserName: "robot", GroupName: "administrators" });
    return new AccessScene(send, maySee);
  }

  /** Whether IAM has somebody in the group. */
  async isMember(UserName: string): Promise<boolean> {
    const { Groups } = await ask(this.account!, "iam", "ListGroupsForUser", { UserName });
    return (Groups ?? []).some(({ GroupName }) => GroupName === "administrators");
  }
}
