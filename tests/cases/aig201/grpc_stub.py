import grpc

from shop import orders_pb2, orders_pb2_grpc


class Orders:
    def __init__(self, channel: grpc.Channel):
        self.stub = orders_pb2_grpc.OrdersStub(channel)

    def get(self, number):
        return self.stub.GetOrder(orders_pb2.GetOrderRequest(number=number))  # AIG201

    def get_in_time(self, number):
        return self.stub.GetOrder(orders_pb2.GetOrderRequest(number=number), timeout=3)

    def cancel(self, number):
        return self.stub.CancelOrder(orders_pb2.CancelOrderRequest(number=number))

    def changes(self):
        for change in self.stub.Watch(orders_pb2.WatchRequest()):
            yield change.number
