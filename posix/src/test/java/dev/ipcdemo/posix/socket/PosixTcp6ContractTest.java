package dev.ipcdemo.posix.socket;

class PosixTcp6ContractTest implements PosixTcpContract {

    @Override
    public String loopback() {
        return "::1";
    }
}
