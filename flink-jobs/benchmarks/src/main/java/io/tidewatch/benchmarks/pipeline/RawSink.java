package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.scoring.ScoringConfig;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes bytes under the customer's id, with the settings of the scoring job's sink. */
final class RawSink {
  private RawSink() {}

  static void add(DataStream<Tuple2<String, byte[]>> stream, String topic, ScoringConfig config) {
    DeliveryGuarantee delivery = config.get(KafkaOptions.DELIVERY);
    var sink =
        KafkaSink.<Tuple2<String, byte[]>>builder()
            .setBootstrapServers(config.get(KafkaOptions.BOOTSTRAP_SERVERS))
            .setDeliveryGuarantee(delivery)
            .setProperty("linger.ms", String.valueOf(config.get(KafkaOptions.LINGER).toMillis()))
            .setProperty("acks", "all")
            .setRecordSerializer(new ToRecords(topic));
    if (delivery == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(config.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX))
          .setProperty(
              "transaction.timeout.ms",
              String.valueOf(config.get(KafkaOptions.TRANSACTION_TIMEOUT).toMillis()));
    }
    stream.sinkTo(sink.build()).name("sink").uid("sink");
  }

  private record ToRecords(String topic)
      implements KafkaRecordSerializationSchema<Tuple2<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Tuple2<String, byte[]> event, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(topic, event.f0.getBytes(StandardCharsets.ISO_8859_1), event.f1);
    }
  }
}
