/** Where tickets stand, and when the help desk breaks what it promised. */
package io.tidewatch.tickets;
