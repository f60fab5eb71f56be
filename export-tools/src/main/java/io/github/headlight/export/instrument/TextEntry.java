package io.github.headlight.export.instrument;

/** A key and its value, in metadata and where external data is named. */
record TextEntry(String key, String value) {
    static TextEntry of(WireMessage message) {
        String key = "";
        String value = "";
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(1)) {
                key = reader.text();
            } else if (reader.isBytes(2)) {
                value = reader.text();
            }
        }
        return new TextEntry(key, value);
    }
}
