package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.VisitorId;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Sends on what is of customers, and aside what is of visitors. */
final class VisitorSplit extends ProcessFunction<Inbound, Inbound> {
  private static final long serialVersionUID = 1L;

  /** Where that of visitors comes out: events, links, erasures and removed profiles. */
  static final OutputTag<Inbound> VISITORS = new OutputTag<>("visitors", RecordTypes.inbound());

  @Override
  public void processElement(Inbound inbound, Context context, Collector<Inbound> out) {
    if (VisitorId.isVisitor(EventRouter.customerId(inbound))) {
      context.output(VISITORS, inbound);
    } else {
      out.collect(inbound);
    }
  }
}
