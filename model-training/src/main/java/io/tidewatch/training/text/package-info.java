/** Networks that say of what class a text is: training, release, and measuring on public data. */
package io.tidewatch.training.text;
