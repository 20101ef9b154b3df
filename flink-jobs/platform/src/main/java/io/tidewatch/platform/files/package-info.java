/** Files that say how rows of other files become records. */
package io.tidewatch.platform.files;
