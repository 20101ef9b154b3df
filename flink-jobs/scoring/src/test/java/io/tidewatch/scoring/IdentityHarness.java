package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.VisitorId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * The visitor operator in front of the customer operator. What one visitor's customer is told
 * arrives in order; apart from that everything on the way may overtake everything else.
 */
final class IdentityHarness implements AutoCloseable {
  static final VisitorOperator.Bounds WIDE = new VisitorOperator.Bounds(500, Duration.ofDays(90));

  final CustomerHarness customers;
  private final KeyedTwoInputStreamOperatorTestHarness<String, Inbound, ControlMessage, Inbound>
      visitors;
  private final Map<String, Queue<Inbound>> onTheWay = new TreeMap<>();
  private Instant passed = Instant.EPOCH;

  /** A checkpoint of both. */
  record Checkpoint(OperatorSubtaskState visitors, OperatorSubtaskState customers) {}

  IdentityHarness(VisitorOperator.Bounds bounds, Ordering ordering, Optional<Checkpoint> checkpoint)
      throws Exception {
    customers =
        new CustomerHarness(ordering, new Bundling(4, Duration.ofMillis(5), 2, 1), 1, 0)
            .start(checkpoint.map(Checkpoint::customers));
    visitors =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new VisitorOperator(bounds, ordering, new Configuration()),
                List.of(ErasedCustomers.STATE)),
            EventRouter::customerId,
            null,
            Types.STRING);
    visitors.setup(RecordTypes.inbound().createSerializer(new SerializerConfigImpl()));
    if (checkpoint.isPresent()) {
      visitors.initializeState(checkpoint.get().visitors());
    }
    visitors.open();
  }

  static Event link(String id, String visitorId, Instant at, String customerOrNull) {
    return Event.of(
        IdentityLink.newBuilder()
            .setEventId(id)
            .setCustomerId(visitorId)
            .setOccurredAt(at)
            .setLinkedTo(customerOrNull)
            .build());
  }

  void event(Event event) throws Exception {
    if (VisitorId.isVisitor(event.customerId())) {
      visitors.processElement1(new StreamRecord<>(new Inbound.Accepted(event)));
      takeOutput();
    } else {
      customers.event(event);
    }
  }

  private void takeOutput() {
    for (Inbound inbound : visitors.extractOutputValues()) {
      String way =
          inbound instanceof Inbound.OfVisitor told
              ? told.visitorId() + " " + told.customerId()
              : EventRouter.customerId(inbound) + " " + EventRouter.customerId(inbound);
      onTheWay.computeIfAbsent(way, w -> new ArrayDeque<>()).add(inbound);
    }
    visitors.getOutput().clear();
  }

  /** Lets something arrive. */
  void arrive(Random random, int most) throws Exception {
    for (int i = 0; i < most && !onTheWay.isEmpty(); i++) {
      List<String> ways = new ArrayList<>(onTheWay.keySet());
      String way = ways.get(random.nextInt(ways.size()));
      customers.inbound(onTheWay.get(way).remove());
      if (onTheWay.get(way).isEmpty()) {
        onTheWay.remove(way);
      }
    }
  }

  /** A watermark overtakes nothing, and none goes back. */
  void watermark(Random random, Instant at) throws Exception {
    if (at.isBefore(passed)) {
      return;
    }
    passed = at;
    visitors.processWatermark2(new Watermark(at.toEpochMilli()));
    visitors.processWatermark1(new Watermark(at.toEpochMilli()));
    takeOutput();
    arrive(random, Integer.MAX_VALUE);
    customers.watermark(at);
  }

  /** Nor does a checkpoint's barrier. */
  Checkpoint checkpoint(Random random) throws Exception {
    arrive(random, Integer.MAX_VALUE);
    return new Checkpoint(visitors.snapshot(1, 1), customers.snapshot());
  }

  int keyedStatesOfVisitors() {
    return visitors.numKeyedStateEntries();
  }

  int timersOfVisitors() {
    return visitors.numEventTimeTimers();
  }

  Map<String, CustomerState> states() throws Exception {
    Map<String, CustomerState> states = new TreeMap<>();
    customers.states().forEach((id, hex) -> states.put(id, read(HexFormat.of().parseHex(hex))));
    return states;
  }

  private static CustomerState read(byte[] bytes) {
    try {
      return new CustomerStateSerializer().deserialize(new DataInputDeserializer(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    visitors.close();
    customers.close();
  }
}
