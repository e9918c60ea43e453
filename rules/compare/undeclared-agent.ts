import { defineCompareRule } from "./rule.ts";
import { stanzaOf } from "./stanza.ts";
import { atAgent, groups, shownName } from "./view.ts";

/** Ninety days: long enough to find an owner, short enough not to be forgotten. */
const untilReview = 90 * 86_400;

export default defineCompareRule({
  id: "undeclared-agent",
  title: "An agent in the code that no policy declares",
  severity: "error",
  *check(comparison) {
    const { policy, at } = comparison;
    if (policy === undefined) return;
    const { declaredAs, undecided } = policy.matching;
    for (const group of groups(comparison)) {
      const { first } = group;
      if (declaredAs.has(first.group) || undecided.has(first.group)) continue;
      const called = group.sites.find((site) => site.declaredName !== undefined)?.declaredName;
      // What has no name that can be known is reported as that.
      if (first.name === null && first.aliases.length === 0 && called === undefined) continue;
      const expires = new Date((at + untilReview) * 1000).toISOString().slice(0, 10);
      yield {
        ...atAgent(
          first,
          called === undefined
            ? `The ${first.framework} agent '${shownName(first)}' is in no policy. Declare it with an owner and an end, or say in a comment \`remit: NAME\` which declared agent it is.`
            : `A comment says that the ${first.framework} agent '${shownName(first)}' is '${called}', which no policy declares. Correct the name in the comment, or declare '${called}' with an owner and an end.`,
          `${first.framework} ${shownName(first)}`,
        ),
        stanza: { title: `Declare '${shownName(first)}'`, text: stanzaOf(group, expires) },
      };
    }
  },
});
