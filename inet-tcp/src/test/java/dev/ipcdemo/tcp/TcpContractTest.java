package dev.ipcdemo.tcp;

class TcpContractTest implements JdkTcpContract {

    @Override
    public String loopback() {
        return "127.0.0.1";
    }
}
