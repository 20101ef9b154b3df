package io.tidewatch.connectors.delivery;

/** Carries messages to one target. One thread at a time. */
interface Channel {
  /**
   * Makes one attempt, which ends within the time that the settings give it. What goes wrong is an
   * answer, not an exception.
   *
   * @throws InterruptedException if the thread is interrupted; whether the target has it is unknown
   */
  Answer send(Message message) throws InterruptedException;
}
