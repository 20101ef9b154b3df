package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.ReplyFate;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.ReplyRules;
import io.tidewatch.schemas.SuggestedReply;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplyOperatorTest {
  private KeyedTwoInputStreamOperatorTestHarness<
          String, SpecificRecord, ControlMessage, SpecificRecord>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aTicketGoesOnWithoutRepliesUntilThereAreArticles() throws Exception {
    ask("where is my refund");
    assertThat(last().getSuggestedReplies()).isEmpty();
    assertThat(last().getMaskedText()).isEqualTo("where is my refund");

    hear(article("refund", "Where is my refund?", "Soon."));
    ask("where is my refund");
    assertThat(articles()).containsExactly("refund");

    harness.processElement2(new StreamRecord<>(ControlMessage.removed(Topic.ARTICLES, "refund")));
    ask("where is my refund");
    assertThat(articles()).isEmpty();
  }

  @Test
  void anEncryptedNameWithoutItsKeyIsNone() throws Exception {
    hear(article("refund", "Where is my refund?", "Soon, {name}."));
    tell(profile(DataKey.random().seal("Ada", "c", "CustomerProfile.name")));
    ask("where is my refund");
    assertThat(first().getMissingFields()).containsExactly("name");
  }

  @Test
  void fillsTheNameInUntilTheCustomerIsForgotten() throws Exception {
    hear(article("refund", "Where is my refund?", "Soon, {name}."));
    ask("where is my refund");
    assertThat(first().getMissingFields()).containsExactly("name");

    tell(profile("Ada"));
    ask("where is my refund");
    assertThat(first().getText()).isEqualTo("Soon, Ada.");

    tell(
        ErasureRequest.newBuilder()
            .setEventId("x")
            .setCustomerId("c")
            .setOccurredAt(Instant.EPOCH)
            .setRequestedBy("desk")
            .build());
    assertThat(harness.extractOutputValues()).hasSize(2);

    var again = (CustomerProfile) profile("Ada");
    again.setOccurredAt(Instant.EPOCH.plusSeconds(1));
    tell(again); // without a consent
    ask("where is my refund");
    assertThat(harness.extractOutputValues()).hasSize(2);

    again.setConsents(List.of(new Consent(ConsentPurpose.MARKETING, true, List.of())));
    tell(again);
    ask("where is my refund");
    assertThat(first().getText()).isEqualTo("Soon, Ada.");
  }

  @Test
  void aProfileGivesItsNameAloneAndARemovedOneTakesItBack() throws Exception {
    var profile = (CustomerProfile) profile("Ada");
    profile.setEmail("ada@example.org");
    var fact = ReplyFacts.of(new Inbound.Accepted(Event.of(profile))).orElseThrow();
    assertThat(fact.toString()).contains("Ada").doesNotContain("example.org");

    hear(article("refund", "Where is my refund?", "Soon, {name}."));
    tell(fact);
    tell(ReplyFacts.of(new Inbound.Removed(Topic.CUSTOMERS, "c", 0)).orElseThrow());
    ask("where is my refund");
    assertThat(first().getMissingFields()).containsExactly("name");
  }

  @Test
  void aPolicyAllowsRepliesWithoutAnAgent() throws Exception {
    hear(article("refund", "Where is my refund?", "Soon."));
    ask("where is my refund");
    assertThat(first().getAutomatic()).isFalse();

    ReplyRules rules = ReplyRules.newBuilder().setAutomatic(true).setAutomaticAbove(0.8f).build();
    rules.getAutomaticIntents().add("refund");
    hear(policy(rules));
    ask("where is my refund");
    assertThat(first().getAutomatic()).isTrue();

    harness.processElement2(new StreamRecord<>(ControlMessage.removed(Topic.POLICIES, "default")));
    ask("where is my refund");
    assertThat(first().getAutomatic()).isFalse();
  }

  @Test
  void everythingComesBackFromACheckpoint() throws Exception {
    hear(article("bread", "Do you sell bread?", "Yes."));
    hear(article("a-old", "refund of my order", "old {name}"));
    hear(article("b-new", "refund of my order", "new {name}"));
    hear(feedback("s1", "a-old", ReplyFate.REJECTED));
    hear(feedback("s2", "b-new", ReplyFate.ACCEPTED));
    tell(profile("Ada"));
    ask("refund of my order");
    SuggestedReply before = first();
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    ask("refund of my order");
    assertThat(first()).isEqualTo(before);
    assertThat(first().getText()).isEqualTo("new Ada");
  }

  @Test
  void theLastWordOnASuggestionCounts() throws Exception {
    hear(article("bread", "Do you sell bread?", "Yes."));
    hear(article("a-old", "refund of my order", "old"));
    hear(article("b-new", "refund of my order", "new"));
    hear(feedback("s1", "a-old", ReplyFate.REJECTED));
    ask("refund of my order");
    assertThat(first().getArticleId()).isEqualTo("b-new");

    hear(feedback("s1", "a-old", ReplyFate.ACCEPTED));
    ask("refund of my order");
    assertThat(first().getArticleId()).isEqualTo("a-old");
  }

  @Test
  void feedbackBeyondTheWindowIsForgotten() throws Exception {
    hear(article("bread", "Do you sell bread?", "Yes."));
    hear(article("a-old", "refund of my order", "old"));
    hear(article("b-new", "refund of my order", "new"));
    hear(feedback("s1", "a-old", ReplyFate.REJECTED));
    for (int i = 2; i <= 5; i++) {
      hear(feedback("s" + i, "other", ReplyFate.REJECTED));
    }
    ask("refund of my order");
    assertThat(first().getArticleId()).isEqualTo("a-old");
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, SpecificRecord, ControlMessage, SpecificRecord>
      harness() throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, SpecificRecord, ControlMessage, SpecificRecord>(
            new CoBroadcastWithKeyedOperator<>(
                new ReplyOperator(4, new Configuration()), List.copyOf(ReplyOperator.BROADCAST)),
            ReplyFacts::customerId,
            null,
            Types.STRING);
    harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  private void tell(SpecificRecord fact) throws Exception {
    harness.processElement1(new StreamRecord<>(fact));
  }

  private void ask(String text) throws Exception {
    tell(
        TicketInsight.newBuilder()
            .setEventId("e")
            .setCustomerId("c")
            .setTicketId("T-1")
            .setAnalysedAt(Instant.EPOCH)
            .setLanguage("en")
            .setOutcome("ANALYSED")
            .setMaskedText(text)
            .build());
  }

  private void hear(ApprovedArticle article) throws Exception {
    hear(Topic.ARTICLES, article.getArticleId(), article.toByteBuffer());
  }

  private void hear(Policy policy) throws Exception {
    hear(Topic.POLICIES, policy.getName(), policy.toByteBuffer());
  }

  private void hear(ReplyFeedback feedback) throws Exception {
    hear(Topic.REPLY_FEEDBACK, feedback.getSuggestionId(), feedback.toByteBuffer());
  }

  private void hear(Topic topic, String key, ByteBuffer content) throws Exception {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    harness.processElement2(new StreamRecord<>(new ControlMessage(topic, key, bytes)));
  }

  private TicketInsight last() {
    List<SpecificRecord> said = harness.extractOutputValues();
    return (TicketInsight) said.get(said.size() - 1);
  }

  private SuggestedReply first() {
    return last().getSuggestedReplies().get(0);
  }

  private List<String> articles() {
    return last().getSuggestedReplies().stream().map(SuggestedReply::getArticleId).toList();
  }

  private static SpecificRecord profile(String name) {
    return CustomerProfile.newBuilder()
        .setEventId("p")
        .setCustomerId("c")
        .setOccurredAt(Instant.EPOCH)
        .setName(name)
        .build();
  }

  private static Policy policy(ReplyRules rules) {
    return Policy.newBuilder()
        .setName("default")
        .setVersion("1")
        .setUpdatedAt(Instant.EPOCH)
        .setAlerts(AlertRules.newBuilder().build())
        .setOffers(OfferRules.newBuilder().build())
        .setReplies(rules)
        .build();
  }

  private static ApprovedArticle article(String id, String title, String answer) {
    return ApprovedArticle.newBuilder()
        .setArticleId(id)
        .setLanguage("en")
        .setTitle(title)
        .setAnswer(answer)
        .setIntent("refund")
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static ReplyFeedback feedback(String id, String article, ReplyFate fate) {
    return ReplyFeedback.newBuilder()
        .setSuggestionId(id)
        .setArticleId(article)
        .setFate(fate)
        .setDecidedAt(Instant.ofEpochSecond(Integer.parseInt(id.substring(1))))
        .build();
  }
}
