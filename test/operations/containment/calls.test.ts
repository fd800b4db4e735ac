import * as assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ask, sender } from "../../../operations/containment/calls";

describe("A call to AWS", () => {
  let server: Server;
  before((done) => {
    server = createServer(() => undefined).listen(0, "127.0.0.1", done);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("fails when no answer comes in time, so that nothing else waits for it", async () => {
    const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    const send = sender({ region: "eu-west-1", endpoint, credentials, maxAttempts: 1, timeoutMilliseconds: 50 });
    await assert.rejects(ask(send, "sts", "GetCallerIdentity", {}), { name: "TimeoutError" });
  });
});
