// Stands for an SDK that registers its handlers where the pack can't intercept them: addService can't be replaced.
const { Server } = require("@grpc/grpc-js");
const { addService } = Server.prototype;
Object.defineProperty(Server.prototype, "addService", { get: () => addService, set: () => {} });
