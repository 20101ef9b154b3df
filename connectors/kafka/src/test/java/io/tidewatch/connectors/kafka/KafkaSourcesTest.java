package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class KafkaSourcesTest {
  private final Configuration config = new Configuration();

  @Test
  void partitionsMayRunApartUnlessSomebodyObjects() {
    assertThat(alignment().isEnabled()).isFalse();
  }

  @Test
  void partitionsRunApartAsFarAsIsSaid() {
    config.set(KafkaOptions.MAX_DRIFT, Duration.ofMinutes(2));
    assertThat(alignment().isEnabled()).isTrue();
    assertThat(alignment().getMaxAllowedWatermarkDrift()).isEqualTo(120_000);
  }

  private WatermarkAlignmentParams alignment() {
    return KafkaSources.eventWatermarks(config).getAlignmentParameters();
  }
}
