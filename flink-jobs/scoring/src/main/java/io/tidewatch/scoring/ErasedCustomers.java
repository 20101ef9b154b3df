package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.privacy.CustomerDigests;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;

/**
 * Who was erased and has not consented again since, by digest. The topic erased-customers is what
 * all parts of the job agree on. What this part did itself holds at once, before it has come back
 * through the topic; it is in the same broadcast state, so that a restart between the two forgets
 * nothing. One thread.
 *
 * <p>Looking costs a microsecond where somebody was erased, and nothing before. It is only done for
 * customers of whom there is no state.
 */
final class ErasedCustomers {
  /** When the erasure was asked, microseconds since 1970 UTC, by digest. */
  static final MapStateDescriptor<String, Long> STATE =
      new MapStateDescriptor<>(Topic.ERASED_CUSTOMERS.topicName(), Types.STRING, Types.LONG);

  private final CustomerDigests digests;
  private final BroadcastState<String, Long> state;

  /**
   * Goes on from a checkpoint, if there is one.
   *
   * @param privacy what {@link CustomerDigests#of} takes
   */
  ErasedCustomers(Configuration privacy, OperatorStateStore store) throws Exception {
    this.digests = CustomerDigests.of(privacy);
    this.state = store.getBroadcastState(STATE);
  }

  /** Returns whether a customer of whom there is no state was erased. */
  boolean contains(String customerId) throws Exception {
    return isAny() && state.contains(digests.of(customerId));
  }

  private boolean isAny() throws Exception {
    return state.immutableEntries().iterator().hasNext();
  }

  /** Takes note of an erasure that is carried out here; returns what the topic is told. */
  ErasedCustomer erase(ErasureRequest request) throws Exception {
    String digest = remember(request);
    Instant known = request.getReceivedAt();
    return ErasedCustomer.newBuilder()
        .setDigest(digest)
        .setRequestId(request.getEventId())
        .setErasedAt(request.getOccurredAt())
        .setChangedAt(known == null ? request.getOccurredAt() : known)
        .build();
  }

  /** Takes note of an erasure, where another part of the job tells the topic. */
  String remember(ErasureRequest request) throws Exception {
    String digest = digests.of(request.getCustomerId());
    put(digest, Micros.of(request.getOccurredAt()));
    return digest;
  }

  /** The same of an erasure of which only the customer and the time are known, microseconds. */
  void remember(String customerId, long erasedAtMicros) throws Exception {
    put(digests.of(customerId), erasedAtMicros);
  }

  private void put(String digest, long erasedAtMicros) throws Exception {
    Long before = state.get(digest);
    state.put(digest, before == null ? erasedAtMicros : Math.max(before, erasedAtMicros));
  }

  /**
   * Takes note if a profile of an erased customer ends that: it grants something, and became so
   * after the erasure was asked.
   *
   * @return what the topic is told; empty if events are refused further on
   */
  Optional<ErasedCustomer> lift(CustomerProfile profile) throws Exception {
    String digest = digests.of(profile.getCustomerId());
    Long erasedAt = state.get(digest);
    Instant newAt = profile.getOccurredAt();
    boolean consents = profile.getConsents().stream().anyMatch(Consent::getGranted);
    if (erasedAt == null || !consents || Micros.of(newAt) <= erasedAt) {
      return Optional.empty();
    }
    state.remove(digest);
    return Optional.of(
        ErasedCustomer.newBuilder()
            .setDigest(digest)
            .setRequestId(profile.getEventId())
            .setErasedAt(Micros.toInstant(erasedAt))
            .setChangedAt(newAt)
            .setLiftedAt(newAt)
            .build());
  }

  /** Takes over what the topic says, unless it is older than what was done here. */
  void apply(ControlMessage message) throws Exception {
    if (message.isRemoval()) {
      state.remove(message.key());
      return;
    }
    ErasedCustomer said = ErasedCustomer.fromByteBuffer(ByteBuffer.wrap(message.content()));
    if (said.getLiftedAt() == null) {
      put(message.key(), Micros.of(said.getErasedAt()));
      return;
    }
    Long erasedAt = state.get(message.key());
    if (erasedAt != null && erasedAt < Micros.of(said.getLiftedAt())) {
      state.remove(message.key());
    }
  }
}
