/**
 * How well models know what comes next in a process, such as that of a ticket, and when it ends.
 */
package io.tidewatch.training.process;
