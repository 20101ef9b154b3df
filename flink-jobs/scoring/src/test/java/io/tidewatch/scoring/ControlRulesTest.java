package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.ReplyRules;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionRules;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ControlRulesTest {

  @Test
  void passesCreativesForEveryChannel() {
    assertThat(ofCreatives("en|en|email", "any||")).isEqualTo("none");
    assertThat(ofCreatives("mail|de-AT|email", "text||sms")).isEqualTo("none");
    assertThat(ofCreatives()).isEqualTo("none");
  }

  @Test
  void namesWhatIsWrongWithCreatives() {
    assertThat(ofCreatives("|en|", "any||")).startsWith("creatives[0].creativeId=0 characters");
    assertThat(ofCreatives("a|e n|", "any||"))
        .isEqualTo(
            "creatives[0].locale=e n must be a BCP 47 language tag such as de or de-AT, or empty");
    assertThat(ofCreatives("any||", "b||fax"))
        .isEqualTo("creatives[1].channel=fax must be one of the offer's channels, or empty");
    assertThat(ofCreatives("a||", "a|en|"))
        .isEqualTo("creatives.creativeId[1]=a must be named once");
    assertThat(ofCreatives("a|en|", "b|EN|")).isEqualTo("creatives[1]=en by  must be named once");
    assertThat(ofCreatives("a||email"))
        .isEqualTo("creatives must have one for channel sms, or one for all channels");
    assertThat(ofCreatives(Collections.nCopies(65, "a||").toArray(String[]::new)))
        .isEqualTo("creatives=65 items must be at most 64 items");
    Offer twice = offer("a||");
    twice.setLocales(List.of("en"));
    assertThat(broken(twice)).startsWith("locales=1 items must be empty");
  }

  @Test
  void namesWhatIsWrongWithRetentionActions() {
    assertThat(ofRetention(rules -> {})).isEqualTo("none");
    assertThat(ofRetention(rules -> rules.setActions(List.of())))
        .startsWith("alerts.retention.actions=none must be at least one");
    assertThat(ofRetention(rules -> rules.getActions().get(1).setEffect(1.5)))
        .isEqualTo("alerts.retention.actions[1].effect=1.5 must be from 0 to 1");
    assertThat(ofRetention(rules -> rules.getActions().get(0).setDiscount(-0.1)))
        .isEqualTo("alerts.retention.actions[0].discount=-0.1 must be from 0 to 1");
    assertThat(ofRetention(rules -> rules.getActions().get(0).setCostMinor(-1)))
        .isEqualTo("alerts.retention.actions[0].costMinor=-1 must be at least 0");
    assertThat(ofRetention(rules -> rules.getActions().get(0).setActionId("")))
        .startsWith("alerts.retention.actions[0].actionId=0 characters");
    assertThat(ofRetention(rules -> rules.getActions().get(1).setActionId("call")))
        .isEqualTo("alerts.retention.actions[1]=call must be named once");
    assertThat(ofRetention(rules -> rules.setMargin(Double.NaN)))
        .isEqualTo("alerts.retention.margin=NaN must be from 0 to 1");
    assertThat(ofRetention(rules -> rules.setDailyBudgetMinor(-1)))
        .isEqualTo("alerts.retention.dailyBudgetMinor=-1 must be at least 0");
    assertThat(ofRetention(rules -> rules.setCurrency("EURO")))
        .isEqualTo("alerts.retention.currency=EURO must be an ISO 4217 code");
    assertThat(ofRetention(rules -> rules.setHoldoutShare(2)))
        .isEqualTo("alerts.retention.holdoutShare=2.0 must be from 0 to 1");
  }

  @Test
  void namesWhatIsWrongWithHoldoutsOfCampaigns() {
    assertThat(ofHoldouts(new CampaignHoldout("a", 0.1f), new CampaignHoldout("b", 1f)))
        .isEqualTo("none");
    assertThat(ofHoldouts(new CampaignHoldout("", 0.1f)))
        .startsWith("offers.campaignHoldouts.campaignId=0 characters");
    assertThat(ofHoldouts(new CampaignHoldout("a", 1.5f)))
        .isEqualTo("offers.campaignHoldouts.share=1.5 must be from 0 to 1");
    assertThat(ofHoldouts(new CampaignHoldout("a", 0.1f), new CampaignHoldout("a", 0.2f)))
        .isEqualTo("offers.campaignHoldouts[1]=a must be named once");
  }

  @Test
  void namesWhatIsWrongWithRulesOfReplies() {
    assertThat(ofReplies(rules -> {})).isEqualTo("none");
    assertThat(ofReplies(rules -> rules.setAutomaticAbove(1.5f)))
        .isEqualTo("replies.automaticAbove=1.5 must be from 0 to 1");
    assertThat(ofReplies(rules -> rules.getFields().put("shop", "x".repeat(1_001))))
        .startsWith("replies.fields=1001 characters must be at most 1000");
  }

  @Test
  void namesWhatIsWrongWithArticlesAndFeedback() {
    ApprovedArticle article =
        ApprovedArticle.newBuilder()
            .setArticleId("a")
            .setLanguage("fr")
            .setTitle("t")
            .setAnswer("x")
            .setUpdatedAt(Instant.EPOCH)
            .build();
    assertThat(ReplyRulesCheck.check(article).orElseThrow().detail())
        .isEqualTo("article a: language 'fr' must be en or zh");
    article.setLanguage("zh");
    assertThat(ReplyRulesCheck.check(article)).isEmpty();

    ReplyFeedback feedback =
        ReplyFeedback.newBuilder()
            .setSuggestionId("s")
            .setArticleId("a")
            .setDecidedAt(Instant.EPOCH)
            .build();
    assertThat(ReplyRulesCheck.check(feedback).orElseThrow().detail())
        .isEqualTo("fate=UNKNOWN must be ACCEPTED, EDITED or REJECTED");
  }

  private static String ofReplies(Consumer<ReplyRules> change) {
    Policy policy = TestEvents.policy();
    ReplyRules rules = ReplyRules.newBuilder().build();
    change.accept(rules);
    policy.setReplies(rules);
    return broken(policy);
  }

  private static String ofCreatives(String... creatives) {
    return broken(offer(creatives));
  }

  private static Offer offer(String... creatives) {
    return Offer.newBuilder(TestEvents.offer("o", "coffee", 100))
        .setChannel("email")
        .setOtherChannels(List.of("sms"))
        .setCreatives(
            Arrays.stream(creatives)
                .map(text -> text.split("\\|", -1))
                .map(parts -> new Creative(parts[0], parts[1], parts[2]))
                .toList())
        .build();
  }

  private static String broken(Offer offer) {
    return ControlRules.check(offer).map(ControlRules.Broken::detail).orElse("none");
  }

  private static String ofRetention(Consumer<RetentionRules> change) {
    RetentionRules rules =
        RetentionRules.newBuilder()
            .setActions(
                List.of(
                    new RetentionAction("call", 0.1, 500L, 0.0),
                    new RetentionAction("discount", 0.2, 0L, 0.1)))
            .setMargin(0.3)
            .setDailyBudgetMinor(1_000)
            .setCurrency("EUR")
            .build();
    change.accept(rules);
    Policy policy = TestEvents.policy();
    policy.getAlerts().setRetention(rules);
    return broken(policy);
  }

  private static String ofHoldouts(CampaignHoldout... holdouts) {
    Policy policy = TestEvents.policy();
    policy.getOffers().setCampaignHoldouts(List.of(holdouts));
    return broken(policy);
  }

  private static String broken(Policy policy) {
    return ControlRules.check(policy).map(ControlRules.Broken::detail).orElse("none");
  }
}
