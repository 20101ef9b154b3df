package io.tidewatch.text;

/**
 * What the writer of a text wants.
 *
 * @param name such as {@code refund}
 * @param confidence 0 to 1
 * @param queue the queue of agents that answers it
 */
public record Intent(String name, float confidence, String queue) {}
