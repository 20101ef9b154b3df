package io.tidewatch.scoring;

import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.scoring.ControlRules.Broken;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rules for retention actions in a policy, as checks. */
final class RetentionActionRules {
  private static final String FIELD = "alerts.retention";
  private static final int MAX_ACTIONS = 16;

  private RetentionActionRules() {}

  /** Returns the first rule that they break. */
  static Optional<Broken> check(RetentionRules rules) {
    List<RetentionAction> actions = rules.getActions();
    return ControlRules.first(
        ControlRules.holds(
            !actions.isEmpty(),
            DeadLetterReason.BAD_TEXT,
            FIELD + ".actions",
            "none",
            "at least one; leave retention out to name no actions"),
        ControlRules.atMost(FIELD + ".actions", actions.size(), MAX_ACTIONS),
        ControlRules.distinct(
            FIELD + ".actions", actions.stream().map(RetentionAction::getActionId).toList()),
        IntStream.range(0, actions.size())
            .mapToObj(i -> check(FIELD + ".actions[" + i + "]", actions.get(i)))
            .flatMap(Optional::stream)
            .findFirst(),
        ControlRules.share(FIELD + ".margin", rules.getMargin()),
        ControlRules.number(
            FIELD + ".dailyBudgetMinor", rules.getDailyBudgetMinor(), 0, ControlRules.MAX),
        ControlRules.currency(FIELD + ".currency", rules.getCurrency()),
        ControlRules.share(FIELD + ".holdoutShare", rules.getHoldoutShare()));
  }

  private static Optional<Broken> check(String field, RetentionAction action) {
    return ControlRules.first(
        ControlRules.id(field + ".actionId", action.getActionId()),
        ControlRules.share(field + ".effect", action.getEffect()),
        ControlRules.share(field + ".discount", action.getDiscount()),
        ControlRules.number(field + ".costMinor", action.getCostMinor(), 0, ControlRules.MAX));
  }
}
