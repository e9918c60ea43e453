import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { AT, world } from "../world.ts";

test("eval decides what is typed, and says what names nothing in the policy", async () => {
  const root = folder(world);
  const asked = (...words: readonly string[]) => remit(["eval", ...words, ...AT], { cwd: root });
  const agent = await asked("--agent", "helpr", "--action", "tool:search");
  expect([agent.code, agent.err]).toEqual([1, expect.stringContaining("There is no agent 'helpr'")]);
  const action = await asked("--agent", "helper", "--action", "mail:snd");
  expect(action.err).toContain("did you mean 'send'?");
  const inputs = await asked(
    "--agent",
    "helper",
    "--action",
    "mail:send",
    "--input",
    "amout=5",
    "--input",
    "amount=abc",
  );
  expect(inputs.err).toContain("did you mean 'amount'?");
  expect(inputs.err).toContain("The input 'amount' takes a value of type decimal");
  expect((await asked("--agent", "helper", "--action", "tool:search")).err).toBe("");
});
