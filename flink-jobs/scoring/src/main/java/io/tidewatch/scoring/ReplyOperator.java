package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.connectors.kafka.SharedKeys;
import io.tidewatch.connectors.kafka.personal.MasterKeys;
import io.tidewatch.connectors.kafka.personal.UnusableKeyException;
import io.tidewatch.replies.LiveReplies;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.ReplyFeedback;
import io.tidewatch.schemas.TicketInsight;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds suggested replies to what was understood of tickets. Aside from the customers' path, so that
 * no search delays a score; sees masked texts only, and keeps none. By customer it keeps the name,
 * encrypted if it came so, until the profile or the customer goes.
 *
 * <p>First input: {@link ReplyFacts}, by customer. Second input: policies, articles, feedback and
 * who was erased, broadcast; until they have come, as when a job is started anew, nothing is
 * suggested.
 */
final class ReplyOperator
    extends KeyedBroadcastProcessFunction<String, SpecificRecord, ControlMessage, SpecificRecord>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private static final MapStateDescriptor<String, SpecificRecord> ARTICLES =
      new MapStateDescriptor<>(Topic.ARTICLES.topicName(), Types.STRING, RecordTypes.record());

  private static final MapStateDescriptor<String, SpecificRecord> FEEDBACK =
      new MapStateDescriptor<>(
          Topic.REPLY_FEEDBACK.topicName(), Types.STRING, RecordTypes.record());

  /** Broadcast states of this operator, but for that of {@link ErasedCustomers}. */
  static final List<MapStateDescriptor<String, SpecificRecord>> BROADCAST =
      List.of(ControlState.POLICIES, ARTICLES, FEEDBACK);

  private static final ValueStateDescriptor<String> NAME =
      new ValueStateDescriptor<>("name", Types.STRING);

  private static final String NAME_FIELD = "CustomerProfile.name";

  private final int mostFeedback;
  private final Configuration config;

  private transient Optional<SharedKeys> keys;
  private transient LiveReplies replies;
  private transient boolean restored;
  private transient FeedbackWindow feedback;
  private transient ValueState<String> name;
  private transient Counter suggested;
  private transient Counter unanswered;
  private transient ErasedCustomers erased;

  /**
   * Creates the operator.
   *
   * @param mostFeedback how many suggestions are kept whose fate counts; older ones are forgotten
   * @param config what leads to the keys of encrypted names, see {@link CustomerKeys#configuration}
   */
  ReplyOperator(int mostFeedback, Configuration config) {
    this.mostFeedback = mostFeedback;
    this.config = config;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    erased = new ErasedCustomers(config, context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // Broadcast state keeps itself.
  }

  @Override
  public void open(OpenContext context) {
    keys = MasterKeys.of(config).map(masters -> SharedKeys.of(config));
    replies = new LiveReplies();
    feedback = new FeedbackWindow(mostFeedback, replies);
    name = getRuntimeContext().getState(NAME);
    suggested = getRuntimeContext().getMetricGroup().counter("suggestedReplies");
    unanswered = getRuntimeContext().getMetricGroup().counter("ticketsWithoutReply");
  }

  @Override
  public void processElement(
      SpecificRecord fact, ReadOnlyContext context, Collector<SpecificRecord> out)
      throws Exception {
    if (fact instanceof ErasureRequest request) {
      erased.remember(request);
      name.clear();
      return;
    }
    if (name.value() == null && isErased(fact)) {
      return;
    }
    if (fact instanceof CustomerProfile profile) {
      name.update(profile.getName());
    } else if (fact instanceof TicketInsight insight) {
      restoreOnce(
          context.getBroadcastState(ControlState.POLICIES),
          context.getBroadcastState(ARTICLES),
          context.getBroadcastState(FEEDBACK));
      insight.setSuggestedReplies(replies.suggest(insight, readableName(insight.getCustomerId())));
      (insight.getSuggestedReplies().isEmpty() ? unanswered : suggested).inc();
      out.collect(insight);
    }
  }

  /** An encrypted name is kept as it is; without its key it is as if there were none. */
  private Optional<String> readableName(String customerId) throws Exception {
    String kept = name.value();
    if (!CustomerKeys.isEncrypted(kept)) {
      return Optional.ofNullable(kept);
    }
    try {
      return keys.flatMap(shared -> shared.get().decrypt(kept, customerId, NAME_FIELD));
    } catch (UnusableKeyException e) {
      return Optional.empty();
    }
  }

  private boolean isErased(SpecificRecord fact) throws Exception {
    return erased.contains(ReplyFacts.customerId(fact))
        && !(fact instanceof CustomerProfile profile && erased.lift(profile).isPresent());
  }

  @Override
  public void processBroadcastElement(
      ControlMessage message, Context context, Collector<SpecificRecord> out) throws Exception {
    BroadcastState<String, SpecificRecord> policies =
        context.getBroadcastState(ControlState.POLICIES);
    BroadcastState<String, SpecificRecord> articles = context.getBroadcastState(ARTICLES);
    BroadcastState<String, SpecificRecord> fates = context.getBroadcastState(FEEDBACK);
    restoreOnce(policies, articles, fates);
    switch (message.topic()) {
      case POLICIES -> changePolicy(message, policies);
      case ARTICLES -> changeArticle(message, articles);
      case REPLY_FEEDBACK -> changeFeedback(message, fates);
      case ERASED_CUSTOMERS -> erased.apply(message);
      default -> throw new IllegalArgumentException(message.topic() + " has to do with no reply");
    }
  }

  private void changePolicy(ControlMessage message, BroadcastState<String, SpecificRecord> policies)
      throws Exception {
    if (!message.key().equals(Policies.APPLIED)) {
      return;
    }
    Policy policy =
        message.isRemoval()
            ? Policies.BUILT_IN
            : Policy.fromByteBuffer(ByteBuffer.wrap(message.content()));
    policies.put(message.key(), policy);
    replies.apply(policy.getReplies());
  }

  private void changeArticle(
      ControlMessage message, BroadcastState<String, SpecificRecord> articles) throws Exception {
    if (message.isRemoval()) {
      articles.remove(message.key());
      replies.remove(message.key());
    } else {
      ApprovedArticle article = ApprovedArticle.fromByteBuffer(ByteBuffer.wrap(message.content()));
      articles.put(message.key(), article);
      replies.put(article);
    }
  }

  private void changeFeedback(ControlMessage message, BroadcastState<String, SpecificRecord> fates)
      throws Exception {
    Optional<ReplyFeedback> heard =
        message.isRemoval()
            ? Optional.empty()
            : Optional.of(ReplyFeedback.fromByteBuffer(ByteBuffer.wrap(message.content())));
    if (heard.isPresent()) {
      fates.put(message.key(), heard.get());
    } else {
      fates.remove(message.key());
    }
    for (String forgotten : feedback.change(message.key(), heard)) {
      fates.remove(forgotten);
    }
  }

  /** Broadcast state can only be read where an element is processed. */
  private void restoreOnce(
      ReadOnlyBroadcastState<String, SpecificRecord> policies,
      ReadOnlyBroadcastState<String, SpecificRecord> articles,
      ReadOnlyBroadcastState<String, SpecificRecord> fates)
      throws Exception {
    if (restored) {
      return;
    }
    restored = true;
    SpecificRecord policy = policies.get(Policies.APPLIED);
    if (policy != null) {
      replies.apply(((Policy) policy).getReplies());
    }
    for (Map.Entry<String, SpecificRecord> article : articles.immutableEntries()) {
      replies.put((ApprovedArticle) article.getValue());
    }
    for (Map.Entry<String, SpecificRecord> fate : fates.immutableEntries()) {
      feedback.change(fate.getKey(), Optional.of((ReplyFeedback) fate.getValue()));
    }
  }

  @Override
  public void close() {
    if (replies != null) {
      replies.close();
      keys.ifPresent(SharedKeys::close);
    }
  }
}
