// Usage: node client.mjs BASE_URL SCENARIO. Prints what OpenAI's client made of it as one JSON object.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The client is installed in the build directory, from which this is started.
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const OpenAI = require("openai");

const [baseURL, scenario] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "of-the-client", maxRetries: 0, timeout: 20000 });
const question = { model: "demo", messages: [{ role: "user", content: "What can Sluice do?" }] };
const result = { text: "", chunks: 0 };

async function read(stream, enough = Infinity) {
  for await (const chunk of stream) {
    result.chunks += 1;
    result.text += chunk.choices[0]?.delta?.content ?? "";
    result.finish = chunk.choices[0]?.finish_reason ?? result.finish;
    result.usage = chunk.usage ?? result.usage;
    if (result.chunks >= enough) stream.controller.abort();
  }
}

const scenarios = {
  whole: async () => {
    const answer = await client.chat.completions.create(question);
    result.text = answer.choices[0].message.content;
    result.finish = answer.choices[0].finish_reason;
    result.usage = answer.usage;
  },
  stream: async () => {
    await read(await client.chat.completions.create({ ...question, stream: true, stream_options: { include_usage: true } }));
  },
  abort: async () => {
    await read(await client.chat.completions.create({ ...question, stream: true }), 1);
  },
  models: async () => {
    result.models = (await client.models.list()).data.map((model) => model.id);
  },
};

try {
  await scenarios[scenario]();
} catch (error) {
  result.error = {
    name: error.constructor.name,
    status: error.status ?? null,
    message: error.message,
    code: error.code ?? null,
    type: error.type ?? null,
    retryAfter: error.headers?.get?.("retry-after") ?? null,
  };
}
console.log(JSON.stringify(result));
// An abort must not look like the end of this process.
if (scenario === "abort") await new Promise((resolve) => process.stdin.once("end", resolve).resume());
