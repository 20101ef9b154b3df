package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Event;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The Flink types of what sources, operators and sinks pass on. All of them are compact Avro; none
 * uses Kryo, and state written with them survives compatible changes of the schemas.
 */
public final class RecordTypes {
  private RecordTypes() {}

  /** Returns the type of events. */
  public static TypeInformation<Event> event() {
    return new RecordType<>(Event.class, Form.event());
  }

  /** Returns the type of what the event source gives. */
  public static TypeInformation<Inbound> inbound() {
    return new RecordType<>(Inbound.class, Form.inbound());
  }

  /** Returns the type of what the control source gives. */
  public static TypeInformation<ControlRecord> control() {
    return new RecordType<>(ControlRecord.class, Form.control());
  }

  /** Returns the type of records of any topic, such as the ones that go to the sink. */
  public static TypeInformation<SpecificRecord> record() {
    return new RecordType<>(SpecificRecord.class, Form.record());
  }
}
