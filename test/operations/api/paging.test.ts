import * as assert from "node:assert/strict";
import { operations } from "../../../operations/api/operations";
import { Visitor } from "../page/browse";
import { Scene } from "./fixture";

const paged = operations.filter(({ parameters = [] }) => parameters.some(({ name }) => name === "after"));

describe("lists that go on where a page ended", () => {
  it("are those of all that there may be many of", () => {
    assert.deepEqual(
      paged.map(({ id }) => id),
      [
        ...["listTickets", "listContainments", "listCampaigns", "listReviews", "listTemporaryAccess"],
        ...["listFailedDeliveries"],
      ],
    );
  });

  // The items of a review that doesn't exist are refused before.
  for (const { path, problems } of paged.filter(({ id }) => id !== "listReviews")) {
    it(`say that what no page of ${path} has said is none of theirs`, async () => {
      const { status, json } = await new Scene().ask("vic", "GET", `${path}?after=nonsense`);
      assert.equal(status, 422);
      assert.match(json.detail, /^expected `after` to be what `next` of a page said/);
      assert.ok(problems?.includes(422));
    });
  }

  it("say so on the page, too", async () => {
    const vic = await new Visitor(new Scene()).signIn("vic");
    const { status, text } = await vic.get("/deliveries?after=nonsense");
    assert.equal(status, 422);
    assert.match(text, /expected `after` to be what `next` of a page said/);
  });
});
