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
    throw new UnsupportedOperationException();
  }

  /** Returns the type of what the event source gives. */
  public static TypeInformation<Inbound> inbound() {
    throw new UnsupportedOperationException();
  }

  /** Returns the type of what the control source gives. */
  public static TypeInformation<ControlRecord> control() {
    throw new UnsupportedOperationException();
  }

  /** Returns the type of records of any topic, such as the ones that go to the sink. */
  public static TypeInformation<SpecificRecord> record() {
    throw new UnsupportedOperationException();
  }
}
