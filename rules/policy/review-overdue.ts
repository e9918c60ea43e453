import { durationInWords, instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { related } from "./words.ts";

/** The last review, else the start, is older than `every`; an error where the access has lapsed by it. */
export const reviewOverdue = definePolicyRule({
  code: "review-overdue",
  *check({ agents, at }) {
    for (const { agent } of agents) {
      const { review, reviewed, starts } = agent;
      if (!review || agent.expires <= at || (agent.retired !== undefined && agent.retired <= at)) continue;
      const last = reviewed.findLast((one) => one.at <= at);
      const base = last?.at ?? starts;
      if (base === undefined || base + review.every > at) continue;
      const since = last
        ? `was reviewed ${instantInWords(base)}`
        : `starts ${instantInWords(base)} and was never reviewed`;
      const due = `so a review was due ${instantInWords(base + review.every)}`;
      const lapsed = review.suspend ? ", and its access has lapsed" : "";
      yield {
        agent,
        span: review.origin.span,
        severity: review.suspend ? "error" : "warning",
        message: `'${agent.name}' ${since}, ${due}${lapsed}: it is to be reviewed every ${durationInWords(review.every)}.`,
        related: last ? [related("the last review", last.origin)] : [],
      };
    }
  },
});
