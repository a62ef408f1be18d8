package dev.ipcdemo.network;

/** One of the two hosts of a network, and what it is called there: in addresses that are set aside for documents. */
enum Side {
    CLIENT,
    SERVER;

    Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    String ipv4() {
        return "192.0.2." + (ordinal() + 1);
    }

    String ipv6() {
        return "2001:db8::" + (ordinal() + 1);
    }

    String mac() {
        return "02:00:00:00:00:0" + (ordinal() + 1);
    }
}
